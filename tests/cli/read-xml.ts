/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const DECLARATION = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/;
const REFERENCE = '&(?:lt|gt|amp|quot|apos|#\\d+|#x[0-9A-Fa-f]+);';
const TAG = new RegExp(`\\s*(?:</([\\w.-]+)>|<([\\w.-]+)((?:\\s+[\\w.-]+="(?:[^<&"]|${REFERENCE})*")*)\\s*(/?)>)`, 'y');

/**
 * The root of an XML document that holds elements and attributes only. As strict as XML: characters that it does not allow,
 * a `<` or `&` that is not escaped, or tags that do not match are thrown back.
 */
export function readXml(text: string): XmlElement {
  if (ILLEGAL.test(text)) throw new Error(`XML allows no ${JSON.stringify(ILLEGAL.exec(text)?.[0])}`);
  const body = text.replace(DECLARATION, '').trimEnd();
  const document = { name: '', attributes: {}, children: [] as XmlElement[] };
  const open = [document];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < body.length) {
    const start = TAG.lastIndex;
    const [found, closed, name = '', attributes = '', empty] = TAG.exec(body) ?? [];
    if (found === undefined) throw new Error(`not XML: ${body.slice(start, start + 80)}`);
    if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes another element`);
      continue;
    }
    const element = { name, attributes: readAttributes(attributes), children: [] as XmlElement[] };
    open.at(-1)?.children.push(element);
    if (empty === '') open.push(element);
  }
  const [root, ...others] = document.children;
  if (open.length !== 1 || root === undefined || others.length > 0) throw new Error('not one whole element');
  return root;
}

const readAttributes = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescape(value)]),
  );

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescape = (text: string) =>
  text.replace(/&(#x?)?(\w+);/g, (_reference, number: string | undefined, name: string) =>
    number === undefined ? (NAMED[name] ?? '') : String.fromCodePoint(parseInt(name, number === '#x' ? 16 : 10)),
  );
