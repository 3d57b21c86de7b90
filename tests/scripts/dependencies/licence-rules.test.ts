import { licenceProblems, REVIEWED_LICENCES } from '../../../scripts/dependencies/licence-rules';

const found = { name: 'left-pad', version: '1.3.0', licence: 'MIT' };
const problemsOf = (licence: string | undefined) => licenceProblems([{ ...found, licence }], []);

describe('the licences of packages that end up with a user', () => {
  it.each([
    'MIT',
    'MPL-2.0',
    '(MIT OR GPL-3.0-or-later)',
    'BSD-3-Clause AND (CC0-1.0 OR WTFPL)',
    'Apache-2.0 OR LGPL-2.1-only WITH Classpath-exception-2.0',
  ])('may be %s: an allowed one can be chosen', (licence) => {
    expect(problemsOf(licence)).toEqual([]);
  });

  it.each(['AGPL-3.0-only', 'GPL-3.0-or-later', 'MIT AND GPL-2.0-only', 'BUSL-1.1', 'SSPL-1.0', 'WTFPL', 'UNLICENSED'])(
    'may not be %s: package, licence and what to do are named',
    (licence) => {
      expect(problemsOf(licence)).toEqual([
        expect.stringMatching(/^left-pad 1\.3\.0 has the licence ".+", which may not end up with a user\. Do without/),
      ]);
      expect(problemsOf(licence)[0]).toContain(`"${licence}"`);
    },
  );

  it.each(['Apache 2', 'SEE LICENSE IN LICENSE.md', 'Public Domain', '', 'MIT, Apache-2.0'])(
    'may not be "%s", which is no SPDX expression',
    (licence) => {
      expect(problemsOf(licence)).toHaveLength(1);
    },
  );

  it('may not be missing', () => {
    expect(problemsOf(undefined)).toEqual([expect.stringContaining('left-pad 1.3.0 states no licence')]);
  });
});

describe('a licence that a person has read', () => {
  const reviewed = [{ name: 'left-pad', version: '1.3.0', states: 'Do what you like', because: 'it says so' }];

  it('is accepted for that version, and for what it stated then', () => {
    const asRead = { ...found, licence: 'Do what you like' };

    expect(licenceProblems([asRead], reviewed)).toEqual([]);
    expect(licenceProblems([asRead, { ...asRead, version: '1.3.1' }], reviewed)).toEqual([
      expect.stringMatching(/^left-pad 1\.3\.1 has the licence/),
    ]);
    expect(licenceProblems([{ ...asRead, licence: 'Do not' }], reviewed)).toHaveLength(2);
  });

  it('is taken out of the list when the package has gone', () => {
    expect(licenceProblems([found], reviewed)).toEqual([
      'No package left-pad 1.3.0 with the licence "Do what you like" ends up with a user any more: take it out of scripts/dependencies/licence-rules.ts.',
    ]);
  });

  it('has its reason written down', () => {
    expect(REVIEWED_LICENCES.filter(({ because }) => because === '')).toEqual([]);
  });
});
