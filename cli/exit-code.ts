/** The exit codes: done, failed, or done with differences found. */
export const EXIT = { done: 0, failed: 1, differences: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
