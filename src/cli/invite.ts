import { renderUnicodeCompact } from 'uqr'
import { ROLES, type Role } from '../contract/access.ts'
import { invite } from '../server/access/invitations.ts'
import { EXIT, wordOption, type Command } from './command.ts'
import { oneTerritory, withServices } from './with-services.ts'

/** `invite --role tester [--association NAME] [--territory ID]`: a link, a code and a QR, used once. */
export const command: Command = {
  options: { role: 'string', association: 'string', territory: 'string' },
  run(input, terminal) {
    return withServices(terminal, async (services, say) => {
      const role = wordOption(input, 'role') ?? 'tester'
      if (!isRole(role)) {
        terminal.warn(say('cli.invite.unknown-role', { role, roles: ROLES.join(', ') }))
        return EXIT.unusable
      }
      const named = wordOption(input, 'territory')
      const territory = await oneTerritory(services, named, terminal.warn, say)
      if (territory === null) return EXIT.unusable
      const association = wordOption(input, 'association')
      const { link, code, expiresAt } = await invite(services, { territory, role, association })
      const url = `${services.config.baseUrl}${link}`
      if (input.json) {
        terminal.print(JSON.stringify({ territory, role, url, code, expiresAt }))
        return EXIT.done
      }
      terminal.print(say('cli.invite.made', { role, territory }))
      terminal.print(`  ${url}`)
      terminal.print(`  ${say('start.code', { code })}`)
      terminal.print(renderUnicodeCompact(url, { border: 2 }))
      return EXIT.done
    })
  },
}

function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value)
}
