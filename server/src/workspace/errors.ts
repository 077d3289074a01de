/** Any thrown thing in words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The same with the stack, for a log in which somebody has to find the cause. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
