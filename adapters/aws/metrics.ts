/** The units of CloudWatch that are in use. */
export type MetricUnit = 'Count' | 'Seconds' | 'Milliseconds';

/** The values of a metric from one invocation; a metric without values is left out. */
export interface Metric {
  readonly unit: MetricUnit;
  readonly values: readonly number[];
}

/** Metrics with the same namespace, dimensions and time. */
export interface MetricSet {
  readonly namespace: string;
  /** Values by dimension name; together they are one dimension set. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** The most values of a metric that CloudWatch takes from one line. */
const VALUES_A_LINE = 100;

/**
 * Writes metrics in CloudWatch's embedded metric format. A Lambda prints these JSON lines to its standard output, and
 * CloudWatch makes metrics of them without a call or a permission. There is one line, or more where a metric has over 100
 * values.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines({ namespace, dimensions, metrics, timestamp }: MetricSet): string[] {
  const longest = Math.max(0, ...Object.values(metrics).map(({ values }) => values.length));
  return Array.from({ length: Math.ceil(longest / VALUES_A_LINE) }, (_, line) => {
    const part = Object.entries(metrics)
      .map(([name, { unit, values }]) => ({
        name,
        unit,
        values: values.slice(line * VALUES_A_LINE, (line + 1) * VALUES_A_LINE),
      }))
      .filter(({ values }) => values.length > 0);
    return JSON.stringify({
      _aws: {
        Timestamp: timestamp,
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [Object.keys(dimensions)],
            Metrics: part.map(({ name, unit }) => ({ Name: name, Unit: unit })),
          },
        ],
      },
      ...dimensions,
      ...Object.fromEntries(part.map(({ name, values }) => [name, values.length === 1 ? values[0] : values])),
    });
  });
}
