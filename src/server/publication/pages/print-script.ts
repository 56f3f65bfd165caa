/** Printing is the one thing on a public page that needs a script: without it, the button stays hidden. */
export const PRINT_SCRIPT = `for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
`
