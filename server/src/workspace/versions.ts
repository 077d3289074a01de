/** Whether a text is a version that rules can compare: `1.28`, `10.1.34`. */
export const isVersion = (text: string): boolean => /^\d+(\.\d+){1,3}$/.test(text);
