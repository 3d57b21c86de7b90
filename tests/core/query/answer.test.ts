import { type Answer, integerCell, joinAnswers, uniqueColumns } from '../../../core/query/answer';

const answer: Answer = {
  columns: [
    { name: 'class', type: 'text' },
    { name: 'n', type: 'integer' },
  ],
  rows: [['STANDARD', 1]],
};

describe('joinAnswers', () => {
  it('puts Regions below each other, each row with its Region first', () => {
    const other = {
      ...answer,
      rows: [
        ['GLACIER', 2n ** 60n],
        [null, null],
      ],
    };

    expect(
      joinAnswers([
        { region: 'eu-west-1', answer },
        { region: 'us-east-1', answer: other },
      ]),
    ).toEqual({
      columns: [{ name: 'region', type: 'text' }, ...answer.columns],
      rows: [
        ['eu-west-1', 'STANDARD', 1],
        ['us-east-1', 'GLACIER', 2n ** 60n],
        ['us-east-1', null, null],
      ],
    });
  });

  it('matches columns by name where Regions have different ones', () => {
    const other: Answer = {
      columns: [
        { name: 'owner', type: 'text' },
        { name: 'n', type: 'double' },
        { name: 'class', type: 'integer' },
      ],
      rows: [['me', 0.5, 7]],
    };

    expect(
      joinAnswers([
        { region: 'a', answer },
        { region: 'b', answer: other },
      ]),
    ).toEqual({
      columns: [
        { name: 'region', type: 'text' },
        { name: 'class', type: 'text' },
        { name: 'n', type: 'double' },
        { name: 'owner', type: 'text' },
      ],
      rows: [
        ['a', 'STANDARD', 1, null],
        ['b', 7, 0.5, 'me'],
      ],
    });
  });

  it('keeps a column that the statement itself calls region', () => {
    const own: Answer = { columns: [{ name: 'region', type: 'integer' }], rows: [[3]] };

    expect(joinAnswers([{ region: 'a', answer: own }])).toEqual({
      columns: [
        { name: 'region', type: 'text' },
        { name: 'region_2', type: 'integer' },
      ],
      rows: [['a', 3]],
    });
  });
});

describe('uniqueColumns', () => {
  it('numbers repeated names, past names that are there already', () => {
    const columns = ['a', 'a', 'A', 'a_2', 'b'].map((name) => ({ name, type: 'text' as const }));

    expect(uniqueColumns(columns).map(({ name }) => name)).toEqual(['a', 'a_3', 'A_4', 'a_2', 'b']);
  });
});

describe('integerCell', () => {
  it.each([
    ['0', 0],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', 9007199254740992n],
    [-9007199254740993n, -9007199254740993n],
  ])('%s stays exact', (value, cell) => {
    expect(integerCell(value)).toBe(cell);
  });
});
