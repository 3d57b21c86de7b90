/** Units of CloudWatch that we use. */
export type MetricUnit = 'Count' | 'Seconds' | 'Milliseconds';

/** A metric's values of one invocation; a metric without values is left out. */
export interface Metric {
  readonly unit: MetricUnit;
  readonly values: readonly number[];
}

export interface MetricSet {
  readonly namespace: string;
  /** Dimension names and values: all of them together are one dimension set. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** CloudWatch takes at most so many values of a metric from one line. */
const VALUES_A_LINE = 100;

/**
 * Metrics in CloudWatch's embedded metric format: JSON lines that, written to a Lambda's standard output, become metrics
 * with no call and no permission. One line, and more only where a metric has over 100 values.
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
