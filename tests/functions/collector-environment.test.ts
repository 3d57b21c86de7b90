import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import { readEnvironment, readReconcileEnvironment } from '../../functions/collector-environment';

const environment = {
  [COLLECTOR_ENVIRONMENT.destinationAccount]: '222222222222',
  [COLLECTOR_ENVIRONMENT.destinationBucket]: 's3inventory-eu-west-1-222222222222',
  [COLLECTOR_ENVIRONMENT.destinationPrefix]: 'reports/inventory',
  [COLLECTOR_ENVIRONMENT.configurationId]: 'organization-inventory',
  [COLLECTOR_ENVIRONMENT.database]: 's3_inventory',
  AWS_REGION: 'eu-west-1',
  PATH: '/usr/bin',
};

describe("the environment of a collector's Lambda", () => {
  it('is read as the collector stack sets it', () => {
    expect(readEnvironment('register-report', environment)).toEqual({
      destinationAccount: '222222222222',
      destinationBucket: 's3inventory-eu-west-1-222222222222',
      destinationPrefix: 'reports/inventory',
      configurationId: 'organization-inventory',
      database: 's3_inventory',
      region: 'eu-west-1',
      endpoint: undefined,
    });
  });

  it('names every variable that is missing or wrong at once', () => {
    const wrong = {
      ...environment,
      [COLLECTOR_ENVIRONMENT.database]: undefined,
      [COLLECTOR_ENVIRONMENT.destinationPrefix]: 'inventory/',
      [COLLECTOR_ENVIRONMENT.destinationAccount]: '2222',
    };

    expect(() => readEnvironment('register-report', wrong)).toThrow(
      /ORGS3_DATABASE: found nothing, allowed: the name of a Glue database/,
    );
    expect(() => readEnvironment('register-report', wrong)).toThrow(/ORGS3_DESTINATION_PREFIX: found "inventory\/"/);
    expect(() => readEnvironment('register-report', wrong)).toThrow(/ORGS3_DESTINATION_ACCOUNT: found "2222"/);
  });

  it('holds what only reconcile-catalog is told: days, and where it keeps its position', () => {
    const { overdueAfterDays: days, stateBucket: bucket, reportsDays } = COLLECTOR_ENVIRONMENT;

    expect(
      readReconcileEnvironment('reconcile-catalog', { [days]: '10', [bucket]: 'results', [reportsDays]: '90' }),
    ).toEqual({
      overdueAfterDays: 10,
      stateBucket: 'results',
      reportsDays: 90,
    });
    expect(() => readReconcileEnvironment('reconcile-catalog', { [days]: '0' })).toThrow(
      'The environment of reconcile-catalog is not usable. ORGS3_OVERDUE_AFTER_DAYS: found "0", allowed: a number of days; ' +
        'ORGS3_STATE_BUCKET: found nothing, allowed: a bucket name; ORGS3_REPORTS_DAYS: found nothing, allowed: a number of days',
    );
  });
});
