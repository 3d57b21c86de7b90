import { createStory, seconds } from '../../sandbox/story';

function told(color = false) {
  const written: string[] = [];
  let clock = 0;
  const story = createStory({ write: (text) => written.push(text), color, now: () => (clock += 1500) });
  return { story, text: () => written.join('') };
}

describe('createStory', () => {
  it('numbers the steps, indents their output, and prints the duration', async () => {
    const { story, text } = told();

    await story.step('First', () => Promise.resolve(story.say('one\ntwo')));
    await story.step('Second', () => Promise.resolve(story.command('ls')));

    expect(text()).toBe('\n 1  First\n    one\n    two\n    done, 1.5 s\n\n 2  Second\n    $ ls\n    done, 1.5 s\n');
  });

  it('returns what the step returns', async () => {
    expect(await told().story.step('Count', () => Promise.resolve(42))).toBe(42);
  });

  it('writes no escape codes without the option color', async () => {
    const [plain, colored] = [told(false), told(true)];
    for (const { story } of [plain, colored]) await story.step('Title', () => Promise.resolve());

    expect(plain.text()).not.toContain('\u001b');
    expect(colored.text()).toContain('\u001b');
  });
});

describe('seconds', () => {
  it.each([
    [4.24, '4.2 s'],
    [99.9, '99.9 s'],
    [185, '3 min 05 s'],
  ])('writes %d as %s', (count, text) => expect(seconds(count)).toBe(text));
});
