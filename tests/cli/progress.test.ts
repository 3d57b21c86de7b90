import { createProgress } from '../../cli/progress';

function notesOf(updates: readonly (readonly [number, number])[]): string[] {
  const notes: string[] = [];
  const progress = createProgress(
    {
      out: () => undefined,
      note: (line) => void notes.push(line),
      interactive: false,
      color: false,
      signal: new AbortController().signal,
    },
    'accounts read',
  );
  for (const [done, total] of updates) progress.update(done, total);
  progress.stop();
  return notes;
}

describe('createProgress without a terminal', () => {
  it('says a line per quarter, however many steps there are', () => {
    const updates = Array.from({ length: 1001 }, (_, done) => [done, 1000] as const);

    expect(notesOf(updates)).toEqual([250, 500, 750, 1000].map((done) => `${done} of 1000 accounts read`));
  });

  it('says once that there is nothing to do', () => {
    expect(notesOf([[0, 0]])).toEqual(['0 of 0 accounts read']);
  });
});
