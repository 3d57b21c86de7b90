import { interleave } from '../../../core/drift/interleave';

const firstLetter = (text: string) => text.slice(0, 1);

describe('interleave', () => {
  it('takes one of each key, then the next of each', () => {
    expect(interleave(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], firstLetter)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('keeps the order where all have one key, and takes nothing too', () => {
    expect(interleave(['a2', 'a1'], firstLetter)).toEqual(['a2', 'a1']);
    expect(interleave([], firstLetter)).toEqual([]);
  });
});
