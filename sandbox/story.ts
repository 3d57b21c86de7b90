import { styleText } from 'node:util';

/** Prints the progress of the demo: numbered steps with their output and duration. */
export interface Story {
  /** Prints a step: its title, the output of `work`, and the duration. */
  readonly step: <Value>(title: string, work: () => Promise<Value>) => Promise<Value>;
  /** Prints text in the current step. */
  readonly say: (text: string) => void;
  /** Prints a command line before it is run. */
  readonly command: (line: string) => void;
  /** Prints text outside any step. */
  readonly plain: (text: string) => void;
}

type Style = 'bold' | 'dim' | 'cyan' | 'green';

/** The output of a story, and its clock. */
export interface StoryOptions {
  readonly write: (text: string) => void;
  readonly color: boolean;
  /** The current time in milliseconds. */
  readonly now?: () => number;
}

const INDENT = '    ';

/** Makes a story that prints each line at once. */
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

/** Formats a duration: `4.2 s` or `3 min 05 s`. */
export function seconds(count: number): string {
  if (count < 100) return `${count.toFixed(1)} s`;
  const whole = Math.round(count);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
