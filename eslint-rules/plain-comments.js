const QUESTION_WORDS = ['How', 'What', 'When', 'Where', 'Whether', 'Which', 'Who', 'Whom', 'Whose', 'Why'];

/** The leading `*` of a doc comment, the line breaks after it, and a question word. */
const QUESTION = new RegExp(`^\\*[\\s*]*(${QUESTION_WORDS.join('|')})\\b`, 'i');

/**
 * Reports doc comments that begin with a question word.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
const plainComments = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { question: 'Begin this doc comment with a noun or a verb instead of "{{word}}".' },
  },
  create: ({ report, sourceCode }) => ({
    Program() {
      for (const comment of sourceCode.getAllComments()) {
        const word = comment.type === 'Block' ? QUESTION.exec(comment.value)?.[1] : undefined;
        if (word !== undefined && comment.loc) report({ loc: comment.loc, messageId: 'question', data: { word } });
      }
    },
  }),
};

module.exports = { plainComments };
