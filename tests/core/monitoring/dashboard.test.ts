import { collectorAlarms } from '../../../core/monitoring/alarms';
import { dashboard } from '../../../core/monitoring/dashboard';
import { RECONCILE_METRICS, REGISTER_METRICS } from '../../../core/monitoring/metric-names';

const place = { account: '222222222222', region: 'eu-west-1' };
const alarms = collectorAlarms({ region: place.region, overdueAfterDays: 10 });
const { widgets } = dashboard(place, alarms);
const text = JSON.stringify(widgets);

describe('the dashboard of a Region', () => {
  it('shows the state of every alarm', () => {
    expect(widgets.find(({ type }) => type === 'alarm')?.properties['alarms']).toEqual(
      alarms.map(({ name }) => `arn:aws:cloudwatch:eu-west-1:222222222222:alarm:${name}`),
    );
  });

  it('shows all our metrics, of this Region alone', () => {
    for (const name of [...Object.values(REGISTER_METRICS), ...Object.values(RECONCILE_METRICS)]) {
      expect(text).toContain(`["OrgS3Inventory","${name}","Region","eu-west-1",`);
    }
  });

  it('shows every metric of an alarm', () => {
    for (const { metric } of alarms) {
      const { namespace, name, dimension } = metric;
      expect(text).toContain(`["${namespace}","${name}","${dimension.name}","${dimension.value}",`);
    }
  });

  it('shows the newest errors of both Lambdas', () => {
    const query = widgets.find(({ type }) => type === 'log')?.properties['query'];

    expect(query).toContain("SOURCE '/aws/lambda/s3inventory-register-report'");
    expect(query).toContain("SOURCE '/aws/lambda/s3inventory-reconcile-catalog'");
  });

  it('places its widgets side by side, within 24 columns', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });
});
