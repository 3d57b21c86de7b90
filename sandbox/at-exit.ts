const ENDING = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const pending = new Set<() => void>();
let listening = false;

/**
 * Runs `work` when this process ends: by return, error, Ctrl-C or SIGTERM. `work` must be synchronous. Call the
 * returned function to cancel it.
 */
export function atExit(work: () => void): () => void {
  if (!listening) listen();
  pending.add(work);
  return () => void pending.delete(work);
}

function listen(): void {
  listening = true;
  process.on('exit', () => pending.forEach((work) => work()));
  for (const [signal, code] of Object.entries(ENDING)) process.once(signal, () => process.exit(code));
}
