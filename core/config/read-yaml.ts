import { LineCounter, parseDocument, visit, type Document, type ErrorCode, type YAMLError } from 'yaml';
import { pathOfKeyAt } from './locate';
import { formatPath, type Mistake } from './mistake';
import { quote } from '../text/quote';

/** Result of parsing YAML. */
export interface YamlText {
  readonly document: Document;
  /** The parsed value; `undefined` after a mistake other than a repeated key. */
  readonly value: unknown;
  /** Mistakes in the YAML itself, in the order of the text. */
  readonly mistakes: readonly Mistake[];
  /** 1-based line and column of an offset. */
  readonly position: (offset: number) => { line: number; column: number };
}

/**
 * Parses YAML 1.2. Keys are always text. Never throws: each error becomes a mistake.
 *
 * After a repeated key the value is still usable: the last one counts. After any other mistake the value is `undefined`,
 * because the parser may have misread the rest of the text.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...unresolvedAliases(document), ...[...document.errors, ...document.warnings].map(faultOf)];
  const mistakes = firstAtEachPosition(faults).map((fault) => ({
    ...position(fault.offset),
    ...described(fault, document, text),
  }));
  if (!faults.every(({ code }) => code === 'DUPLICATE_KEY')) return { document, value: undefined, mistakes, position };
  try {
    return { document, value: document.toJS(), mistakes, position };
  } catch (error) {
    // Nested aliases whose expansion would not fit into memory.
    const allowed = `fewer aliases; the YAML reader says: ${error instanceof Error ? error.message : String(error)}`;
    return {
      document,
      value: undefined,
      mistakes: [{ line: 1, column: 1, path: '', found: 'aliases', allowed }],
      position,
    };
  }
}

interface Fault {
  readonly code: ErrorCode;
  readonly offset: number;
  readonly end: number;
  readonly found?: string;
  readonly allowed: string;
}

const ALLOWED: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'each key once in its mapping',
  TAB_AS_INDENT: 'spaces as indentation: YAML knows no tabs there',
  MULTIPLE_DOCS: 'one YAML document in the file',
  NON_STRING_KEY: 'plain words as keys',
  TAG_RESOLVE_FAILED: 'plain values without tags',
};

function faultOf({ code, message, pos: [offset, end] }: YAMLError): Fault {
  return { code, offset, end, allowed: ALLOWED[code] ?? `valid YAML; its reader says: ${message}` };
}

function unresolvedAliases(document: Document): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const [offset, end] = alias.range ?? [0, 0];
      const found = quote(`*${alias.source}`);
      const allowed = `${found} in quotes: without them it stands for an anchor &${alias.source}, and there is none before it`;
      faults.push({ code: 'BAD_ALIAS', offset, end, found, allowed });
    },
  });
  return faults;
}

/** Keeps the first fault at each offset: the parser reports one mistake several times, and its first message fits best. */
const firstAtEachPosition = (faults: readonly Fault[]) =>
  faults.filter(({ offset }, index) => faults.findIndex((other) => other.offset === offset) === index);

function described({ code, offset, end, found, allowed }: Fault, document: Document, text: string) {
  if (code !== 'DUPLICATE_KEY') return { path: '', found: found ?? excerpt(text, offset, end), allowed };
  const path = pathOfKeyAt(document, offset);
  return { path: formatPath(path), found: `the key ${quote(String(path.at(-1)))} again`, allowed };
}

/** The faulty text, quoted: the range that the parser reports, or the rest of the line if that range is a single character. */
function excerpt(text: string, offset: number, end: number): string {
  const range = end - offset > 1 ? text.slice(offset, end) : text.slice(offset);
  const line = (range.split(/\r?\n/, 1)[0] ?? '').trim();
  if (line !== '') return quote(line);
  return text.slice(offset).trim() === '' ? 'the end of the file' : 'the end of the line';
}
