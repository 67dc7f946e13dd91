/** Words that another sentence follows, with their full stop. Pure. */
export const asSentence = (words: string): string => (/[.!?…]$/u.test(words) ? words : `${words}.`);
