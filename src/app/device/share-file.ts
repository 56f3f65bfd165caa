/** Adapter of Web Share: hands a file to the person by the share sheet where there is one for files, else a download. */
export async function shareFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<void> {
  const file = new File([bytes], name, { type })
  const isPhone = matchMedia('(pointer: coarse)').matches
  if (isPhone && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title: name })
      return
    } catch {
      // Refused or not possible: the download below does the same.
    }
  }
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
