import { SaxesParser } from 'saxes';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/**
 * The root of an XML document that holds elements and attributes only.
 *
 * @throws where the document is not well-formed, characters that XML 1.0 does not allow among the reasons, or holds anything else
 */
export function readXml(text: string): XmlElement {
  const document = { name: '', attributes: {}, children: [] as XmlElement[] };
  const open = [document];
  const parser = new SaxesParser();
  const refuse = (what: string) => {
    throw new Error(`XML that holds ${what}`);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [] as XmlElement[] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (found) => (found.trim() === '' ? undefined : refuse(`text: ${found}`)));
  parser.on('cdata', () => refuse('CDATA'));
  parser.on('comment', () => refuse('a comment'));
  parser.on('doctype', () => refuse('a document type'));
  parser.on('processinginstruction', () => refuse('an instruction'));
  parser.write(text).close();
  const [root] = document.children;
  return root ?? refuse('nothing');
}
