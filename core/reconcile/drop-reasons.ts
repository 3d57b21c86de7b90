/** Reasons why the tables must not show a report any more, in words that follow "dropped partition …:". */
export const DROP_REASON = {
  expired: 'the report has expired',
  gone: 'the report is gone',
  noSymlink: 'its symlink.txt, which names its data files, is gone',
} as const;
