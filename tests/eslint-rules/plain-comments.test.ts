import { RuleTester } from 'eslint';
import { plainComments } from '../../eslint-rules/plain-comments';

const question = (word: string) => ({ messageId: 'question', data: { word } });

new RuleTester().run('plain-comments', plainComments, {
  valid: [
    { name: 'accepts a noun first', code: '/** The accounts that may read. */' },
    { name: 'accepts a verb first', code: '/** Reads the manifest. */' },
    { name: 'accepts a question word later on', code: '/** The accounts, and who may read them. */' },
    { name: 'accepts a longer word that begins with a question word', code: '/** However: a word of its own. */' },
    { name: 'accepts a question word in a tag', code: '/**\n * Reads.\n *\n * @returns What was read.\n */' },
    { name: 'leaves line comments alone', code: '// What follows is sorted.' },
    { name: 'leaves block comments that document nothing alone', code: '/* What follows is sorted. */' },
  ],
  invalid: [
    { name: 'reports a question word first', code: '/** What may be read. */', errors: [question('What')] },
    { name: 'reports it in small letters', code: '/** whose bucket it is */', errors: [question('whose')] },
    { name: 'reports it before an apostrophe', code: "/** Who's told. */", errors: [question('Who')] },
    { name: 'reports it on the second line', code: '/**\n * Where it lies.\n */', errors: [question('Where')] },
    {
      name: 'reports every comment',
      code: '/** Why. */ const a = 1; /** When. */ const b = 2;',
      errors: [question('Why'), question('When')],
    },
    ...['How', 'Whether', 'Which', 'Whom'].map((word) => ({
      name: `reports ${word}`,
      code: `/** ${word} it is. */`,
      errors: [question(word)],
    })),
  ],
});
