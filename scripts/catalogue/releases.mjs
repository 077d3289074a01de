/** Orders releases such as `1.29.7` by their numbers. */
export const { compare } = new Intl.Collator('en', { numeric: true });
