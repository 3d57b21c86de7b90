import { billOfMaterials } from '../../../scripts/dependencies/bill-of-materials';

const component = (name: string, more: object = {}) => ({
  'bom-ref': `${name}@1.0.0`,
  name,
  licenses: [{ license: { id: 'MIT' } }],
  properties: [],
  ...more,
});
const development = [{ name: 'cdx:npm:package:development', value: 'true' }];

const whole = {
  bomFormat: 'CycloneDX',
  metadata: { timestamp: '2026-01-01T00:00:00.000Z', component: component('clone-folder') },
  components: [
    component('@scope/direct'),
    component('shared', { properties: development }),
    component('jest', { properties: development }),
  ],
  dependencies: [
    { ref: 'clone-folder@1.0.0', dependsOn: ['@scope/direct@1.0.0', 'shared@1.0.0', 'jest@1.0.0'] },
    { ref: '@scope/direct@1.0.0', dependsOn: ['shared@1.0.0'] },
    { ref: 'shared@1.0.0', dependsOn: [] },
    { ref: 'jest@1.0.0', dependsOn: ['shared@1.0.0'] },
  ],
};
const project = { name: 'orgs3', dependencies: ['@scope/direct'] };
const packages = ['@scope/direct', 'shared'].map((name) => ({ name, version: '1.0.0', licence: 'MIT' }));

describe('the bill of materials', () => {
  const bill = billOfMaterials(whole, project, packages);

  it('has what ends up with a user, also where a development dependency needs it as well, and nothing else', () => {
    expect(bill.components).toEqual([component('@scope/direct'), component('shared')]);
  });

  it('says what needs what, without what is there for development alone', () => {
    expect(bill.dependencies).toEqual([
      { ref: 'clone-folder@1.0.0', dependsOn: ['@scope/direct@1.0.0'] },
      { ref: '@scope/direct@1.0.0', dependsOn: ['shared@1.0.0'] },
      { ref: 'shared@1.0.0', dependsOn: [] },
    ]);
  });

  it('has the project’s own name, whatever the folder of the clone is called', () => {
    expect(bill.metadata.component).toEqual({ ...component('clone-folder'), name: 'orgs3' });
  });

  it('keeps the rest as npm wrote it', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { timestamp: '2026-01-01T00:00:00.000Z' } });
  });

  it('states a licence that is no SPDX expression, which npm leaves out', () => {
    const components = whole.components.map((each) =>
      each.name === 'shared' ? { ...each, licenses: undefined } : each,
    );
    const stated = packages.map((each) => ({ ...each, licence: 'Public Domain' }));

    expect(billOfMaterials({ ...whole, components }, project, stated).components[1]).toEqual(
      component('shared', { licenses: [{ license: { name: 'Public Domain' } }] }),
    );
  });

  it('lists a package that is installed in several folders once, with what any of its copies needs', () => {
    const twice = {
      ...whole,
      components: [...whole.components, component('@scope/direct', { scope: 'optional' })],
      dependencies: [{ ref: '@scope/direct@1.0.0', dependsOn: [] }, ...whole.dependencies],
    };
    const { components, dependencies } = billOfMaterials(twice, project, packages);

    expect(components).toEqual(bill.components);
    expect(dependencies.filter(({ ref }) => ref === '@scope/direct@1.0.0')).toEqual([
      { ref: '@scope/direct@1.0.0', dependsOn: ['shared@1.0.0'] },
    ]);
  });

  it('is refused where npm left out what ends up with a user', () => {
    expect(() => billOfMaterials({ ...whole, components: whole.components.slice(1) }, project, packages)).toThrow(
      "npm's bill of materials lacks @scope/direct@1.0.0, which ends up with a user.",
    );
  });
});
