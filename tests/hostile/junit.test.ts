import { addDrift } from '../../cli/drift';
import { driftJunit } from '../../cli/drift-junit';
import { sortedBy } from '../../core/text/order';
import { printable } from '../../core/text/printable';
import { readXml, type XmlElement } from '../cli/read-xml';
import { differencesWith } from './hostile-differences';
import { startHostileOrganization } from './hostile-organization';
import { HOSTILE_TEXTS, hostileTexts } from './hostile-texts';

/** The text that XML 1.0 can hold. It forbids two characters that `printable` keeps. */
const inXml = (text: string) => printable(text).replace(/[\ufffe\uffff]/g, '\ufffd');

/** Name, class and result of each test, by class and name. */
const testsIn = ({ children: suites }: XmlElement) =>
  sortedBy(
    suites.flatMap((suite) =>
      suite.children.map(({ attributes, children }) => ({
        name: attributes['name'] ?? '',
        place: attributes['classname'] ?? '',
        results: children.map((result) => [result.name, result.attributes['message'] ?? '']),
      })),
    ),
    ({ place, name }) => `${place} ${name}`,
  );

describe('JUnit XML', () => {
  it.each(HOSTILE_TEXTS)('holds %s as text: two tests and no other element', (_what, text) => {
    const xml = readXml(driftJunit(differencesWith(text), []));
    const shown = inXml(text);
    const answer = `ListBucketInventoryConfigurations: ${shown}: ${shown}`;

    expect([xml.attributes['tests'], xml.attributes['failures'], xml.attributes['errors']]).toEqual(['2', '0', '2']);
    expect(testsIn(xml)).toEqual([
      {
        name: 'the account',
        place: '111111111111',
        results: [['error', `unreadable: ${answer} (1 bucket of the account)`]],
      },
      {
        name: shown,
        place: `111111111111.${shown}`,
        results: [
          [
            'error',
            [
              `missing ${shown}: the configuration does not exist`,
              `changed ${shown}: destination.prefix: want inventory, have ${shown}; fields: has besides ${shown}`,
              `disabled ${shown}: the configuration is disabled`,
              'unmanaged-bucket: the bucket is not in the snapshot',
              'gone-bucket: the bucket no longer exists',
              `foreign ${shown}: a configuration that is not ours delivers to our destination bucket`,
              `unreadable: ${answer}`,
            ].join('\n'),
          ],
        ],
      },
    ]);
  });

  it('of orgs3 drift has a test for each bucket despite hostile names and answers', async () => {
    const organization = await startHostileOrganization();
    const { out: json } = await organization.run(addDrift, ['drift'], '--format', 'json');
    const { out } = await organization.run(addDrift, ['drift'], '--format', 'junit');
    await organization.close();
    const { differences } = JSON.parse(json) as { differences: { account: string; bucket: string }[] };
    const xml = readXml(out);

    expect(differences.map(({ bucket }) => bucket)).toEqual(expect.arrayContaining(hostileTexts));
    expect(
      testsIn(xml)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(differences.map(({ bucket }) => inXml(bucket)).toSorted());
    expect(Number(xml.attributes['tests'])).toBe(differences.length);
  });
});
