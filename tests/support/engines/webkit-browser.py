#!/usr/bin/python3
"""A bare WebKitGTK browser for WebKitWebDriver, with what MiniBrowser has not: a profile that stays.

Usage (by the driver): webkit-browser.py PROFILE DOWNLOADS SCRIPT. SCRIPT runs in every page before its
own scripts. Positions and the microphone are allowed without asking, as their person did once.
"""

import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

profile, downloads, script = sys.argv[1:4]

data = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(profile, "data"),
    base_cache_directory=os.path.join(profile, "cache"),
)
context = WebKit2.WebContext(website_data_manager=data)
context.set_automation_allowed(True)
context.set_preferred_languages(["fr-FR", "fr"])
context.get_cookie_manager().set_persistent_storage(
    os.path.join(profile, "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE
)

with open(script, encoding="utf-8") as file:
    before_pages = WebKit2.UserScript(
        file.read(),
        WebKit2.UserContentInjectedFrames.TOP_FRAME,
        WebKit2.UserScriptInjectionTime.START,
        None,
        None,
    )


def create_view(_session):
    content = WebKit2.UserContentManager()
    content.add_script(before_pages)
    settings = WebKit2.Settings(
        enable_write_console_messages_to_stdout=True,
        enable_mock_capture_devices=True,
        enable_media_stream=True,
        hardware_acceleration_policy=WebKit2.HardwareAccelerationPolicy.NEVER,
    )
    view = WebKit2.WebView(
        web_context=context,
        user_content_manager=content,
        settings=settings,
        is_controlled_by_automation=True,
    )
    view.connect("permission-request", lambda _view, request: request.allow() or True)
    view.connect("close", lambda closed: closed.get_toplevel().destroy())
    window = Gtk.Window(default_width=390, default_height=844)
    window.add(view)
    window.show_all()
    return view


def begin(_context, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("WebKitGTK")
    about.set_version(
        WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    )
    session.set_application_info(about)
    session.connect("create-web-view", create_view)


def save(_context, download):
    def name_it(asked, suggested):
        os.makedirs(downloads, exist_ok=True)
        asked.set_allow_overwrite(True)
        asked.set_destination("file://" + os.path.join(downloads, suggested))
        return True

    download.connect("decide-destination", name_it)


context.connect("automation-started", begin)
context.connect("download-started", save)
Gtk.main()
