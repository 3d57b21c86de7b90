import { styleText } from 'node:util';
import type { PolicyDocument, PolicyStatement } from '../core/policies/document';
import { policyBytes } from '../core/policies/document';
import { printable } from '../core/text/printable';
import { indented } from './lists';

/** A policy for people: principals, actions, resources and conditions of each statement, one a line. */
export function describePolicy(
  holder: string,
  document: PolicyDocument,
  { color }: { readonly color: boolean },
): string {
  const bold = (text: string) => (color ? styleText('bold', text, { validateStream: false }) : text);
  const heading = `${capital(holder)}: ${document.Statement.length} statements, ${policyBytes(document)} bytes.`;
  const statements = document.Statement.flatMap((statement) => [
    '',
    bold(`${statement.Effect} ${statement.Sid}`),
    ...indented(describeStatement(statement)).map(printable),
  ]);
  return `${[printable(heading), ...statements].join('\n')}\n`;
}

const describeStatement = ({ Principal, Action, Resource, Condition = {} }: PolicyStatement): string[] => [
  ...labelled('who', Principal === undefined ? [] : principals(Principal)),
  ...labelled('does', [Action].flat()),
  ...labelled('on', Resource === undefined ? [] : [Resource].flat()),
  ...labelled(
    'if',
    Object.entries(Condition).flatMap(([operator, values]) =>
      Object.entries(values).map(([key, wanted]) => `${key} ${operator} ${[wanted].flat().join(' or ')}`),
    ),
  ),
];

const principals = (principal: NonNullable<PolicyStatement['Principal']>): string[] => {
  if (principal === '*') return ['everybody'];
  return 'Service' in principal ? [principal.Service].flat().map((name) => `the service ${name}`) : [...principal.AWS];
};

const WIDTH = 'does '.length;

const labelled = (label: string, lines: readonly string[]) =>
  lines.map((line, index) => `${(index === 0 ? label : '').padEnd(WIDTH)} ${line}`);

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
