import { inEnglish, type Translate } from './translate';

/** Says one phrase, with the values of its placeholders, in a language. */
export type Phrase = (t: Translate, ...values: string[]) => string;

/** Says a text in a language if it is a phrase of the book; any other text stays as it is. */
export type Say = (text: string, t: Translate) => string;

/** A pattern for a phrase in English, and the phrase. */
type KnownPhrase = readonly [pattern: RegExp, phrase: Phrase];

/**
 * Recognises phrases in the English that records are written in. Records, queue and custody log keep as text what was said,
 * also by earlier versions; only where a person reads it in VS Code it is said in that person's language. The first phrase
 * that fits counts. In English, placeholders come in the order of their numbers.
 */
export function phraseBook(phrases: readonly Phrase[]): Say {
  let known: readonly KnownPhrase[] | undefined;
  return (text, t) => {
    if (t === inEnglish) return text;
    known ??= phrases.map((phrase) => [patternOf(phrase(inEnglish, '{0}', '{1}', '{2}', '{3}')), phrase]);
    for (const [pattern, phrase] of known) {
      const match = pattern.exec(text);
      if (match !== null) return phrase(t, ...match.slice(1));
    }
    return text;
  };
}

/** Placeholders stand for any text. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\{\d\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('([\\s\\S]*?)')}$`);
}
