import { styleText } from 'node:util';

/** Tells a person what happens: numbered steps with what they did and how long they took. */
export interface Story {
  /** One step: its title, what `work` says meanwhile, and the time it took. */
  readonly step: <Value>(title: string, work: () => Promise<Value>) => Promise<Value>;
  /** Lines of the present step, as they are. */
  readonly say: (text: string) => void;
  /** A command line that is about to be run. */
  readonly command: (line: string) => void;
  /** Lines outside any step. */
  readonly plain: (text: string) => void;
}

type Style = 'bold' | 'dim' | 'cyan' | 'green';

/** What a story is told with. */
export interface StoryOptions {
  readonly write: (text: string) => void;
  readonly color: boolean;
  /** Milliseconds of a clock. */
  readonly now?: () => number;
}

const INDENT = '    ';

/** A story that is written as it goes. */
export function createStory({ write, color, now = () => performance.now() }: StoryOptions): Story {
  const style = (name: Style, text: string) => (color ? styleText(name, text, { validateStream: false }) : text);
  const say = (text: string) => write(indented(text));
  let steps = 0;
  return {
    say,
    command: (line) => say(style('cyan', `$ ${line}`)),
    plain: (text) => write(`${text}\n`),
    step: async (title, work) => {
      steps += 1;
      write(`\n${style('bold', `${String(steps).padStart(2)}  ${title}`)}\n`);
      const start = now();
      const value = await work();
      say(style('dim', `${style('green', color ? '✓' : 'done,')} ${seconds((now() - start) / 1000)}`));
      return value;
    },
  };
}

const indented = (text: string) =>
  `${text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : INDENT + line))
    .join('\n')}\n`;

/** `4.2 s` or `3 min 05 s`. */
export function seconds(count: number): string {
  if (count < 100) return `${count.toFixed(1)} s`;
  const whole = Math.round(count);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
