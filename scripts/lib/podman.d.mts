export function podmanArguments(folder: string): string[];
export function podmanEnvironment(folder: string): Record<string, string>;
export function endPodman(folder: string): Promise<void>;
