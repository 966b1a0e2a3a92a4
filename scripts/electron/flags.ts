/** Flags that every start of Electron needs on this machine, and the message about them for the operator. */
export function electronFlags(): { flags: string[]; notes: string[] } {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return {
      flags: ['--no-sandbox'],
      notes: ['Running as root: Chromium cannot use its sandbox, so --no-sandbox is set. Run as an ordinary user to have the sandbox.'],
    };
  }
  return { flags: [], notes: [] };
}
