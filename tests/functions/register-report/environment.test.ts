import { REGISTER_ENVIRONMENT } from '../../../core/catalog/register-environment';
import { readEnvironment } from '../../../functions/register-report/environment';

const environment = {
  [REGISTER_ENVIRONMENT.destinationAccount]: '222222222222',
  [REGISTER_ENVIRONMENT.destinationBucket]: 's3inventory-eu-west-1-222222222222',
  [REGISTER_ENVIRONMENT.destinationPrefix]: 'reports/inventory',
  [REGISTER_ENVIRONMENT.configurationId]: 'organization-inventory',
  [REGISTER_ENVIRONMENT.database]: 's3_inventory',
  AWS_REGION: 'eu-west-1',
  PATH: '/usr/bin',
};

describe('the environment of register-report', () => {
  it('is read as the collector stack sets it', () => {
    expect(readEnvironment(environment)).toEqual({
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
      [REGISTER_ENVIRONMENT.database]: undefined,
      [REGISTER_ENVIRONMENT.destinationPrefix]: 'inventory/',
      [REGISTER_ENVIRONMENT.destinationAccount]: '2222',
    };

    expect(() => readEnvironment(wrong)).toThrow(/ORGS3_DATABASE: found nothing, allowed: the name of a Glue database/);
    expect(() => readEnvironment(wrong)).toThrow(/ORGS3_DESTINATION_PREFIX: found "inventory\/"/);
    expect(() => readEnvironment(wrong)).toThrow(/ORGS3_DESTINATION_ACCOUNT: found "2222"/);
  });
});
