import { formatPath } from '../core/config/mistake';
import type { ConfigPath, FindPosition, Position } from '../core/config/positions';
import type { BucketExplanation, ExplainedConfiguration, ExplainedValue } from '../core/inventory/explanation';
import { printable } from '../core/text/printable';
import { renderTabular, type Screen } from './tabular';

/** A configuration file, and the places of its settings. */
export interface WrittenConfig {
  /** As the user named it. */
  readonly file: string;
  readonly positionOf: FindPosition;
}

/** An explanation for people; ends in a line break. */
export function describeExplanation(explanation: BucketExplanation, written: WrittenConfig, screen: Screen): string {
  const { bucket, account, accountName, path, region, tags, skipped, configurations } = explanation;
  const owner = accountName === '' ? account : `${account} (${accountName})`;
  const lines = [
    printable(bucket),
    `  account  ${printable(owner)}, ${printable(path)}`,
    `  Region   ${region}`,
    ...(tags === undefined ? [] : [`  tags     ${describeTags(tags)}`]),
  ];
  if (skipped !== undefined) {
    const position = skipped.source === undefined ? '' : ` (${decidedBy(skipped.source, written)})`;
    return [...lines, '', `No configuration: ${printable(skipped.reason)}${position}.`, ''].join('\n');
  }
  const tables = configurations.map((configuration) => describeConfiguration(configuration, written, screen));
  return [...lines, '', tables.join('\n')].join('\n');
}

function describeConfiguration({ reports, values }: ExplainedConfiguration, written: WrittenConfig, screen: Screen) {
  const columns = ['setting', 'decided by', 'value'].map((name) => ({ name, type: 'text' as const }));
  const rows = values.map(({ name, value, source }) => [name, decidedBy(source, written), describeValue(value)]);
  return [...renderTabular('table', { columns, rows }, screen), `reports in ${printable(reports)}\n`].join('');
}

const describeTags = (tags: Readonly<Record<string, string>>) =>
  printable(
    Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(', '),
  ) || 'none';

function describeValue(value: ExplainedValue['value']): string {
  if (value === undefined) return '(none)';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.join(', ');
  if (typeof value === 'object' && 'type' in value) {
    const keys = value.type === 'SSE-KMS' ? Object.entries(value.keys) : [];
    return [value.type, ...keys.map(([region, arn]) => `${region}: ${arn}`)].join(', ');
  }
  return String(value);
}

function decidedBy(source: ConfigPath, { file, positionOf }: WrittenConfig): string {
  const position = positionOf(source);
  return position === undefined ? 'default' : `${file}:${position.line} ${formatPath(source)}`;
}

/** An explanation as data: `source` is the place of a value in the file, or `default`. */
export const explanationJson = (
  { path, skipped, configurations, ...bucket }: BucketExplanation,
  { file, positionOf }: WrittenConfig,
) => {
  const sourceJson = (source: ConfigPath): Source => {
    const position = positionOf(source);
    return position === undefined ? 'default' : { file, path: formatPath(source), ...position };
  };
  return {
    ...bucket,
    organizationalUnit: path,
    selected: skipped === undefined,
    ...(skipped === undefined
      ? {}
      : { reason: skipped.reason, ...(skipped.source === undefined ? {} : { source: sourceJson(skipped.source) }) }),
    configurations: configurations.map(({ id, reports, values }) => ({
      id,
      reports,
      settings: Object.fromEntries(
        values.map(({ name, value = null, source }) => [name, { value, source: sourceJson(source) }]),
      ),
    })),
  };
};

type Source = 'default' | ({ readonly file: string; readonly path: string } & Position);
