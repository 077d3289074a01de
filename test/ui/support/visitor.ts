import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Page {
  readonly status: number;
  readonly text: string;
  /** What the story's page shows. */
  readonly node: string | undefined;
  readonly session: string | undefined;
  readonly login: string | undefined;
}

/** Somebody with a browser: keeps cookies by name, as browsers do that know no ports, and trusts the lab's certificate. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  get sessionId(): string | undefined {
    return this.cookies.get('JSESSIONID');
  }

  /** One request, without following redirects; rejects after 30 seconds without an answer. */
  async get(url: string): Promise<Page> {
    return await this.send('GET', url);
  }

  async post(url: string, form: Readonly<Record<string, string>>): Promise<Page> {
    return await this.send('POST', url, new URLSearchParams(form).toString());
  }

  private async send(method: string, url: string, body?: string): Promise<Page> {
    const { status, headers, text } = await answer(url, body, {
      method,
      // A connection of its own, so that nginx takes turns.
      agent: false,
      rejectUnauthorized: false,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    });
    for (const cookie of headers) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      this.cookies.set(name, value);
    }
    return {
      status,
      text,
      node: shown(text, 'node'),
      session: shown(text, 'session'),
      login: shown(text, 'login'),
    };
  }
}

function answer(
  url: string,
  body: string | undefined,
  options: Parameters<typeof httpsRequest>[1] & object,
): Promise<{ status: number; headers: string[]; text: string }> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers['set-cookie'] ?? [], text }),
      );
    });
    request.setTimeout(30_000, () => request.destroy(new Error(`no answer from ${url} in 30 s`)));
    request.on('error', reject);
    request.end(body);
  });
}

const shown = (text: string, id: string): string | undefined =>
  new RegExp(`<dd id="${id}">([^<]*)</dd>`).exec(text)?.[1]?.trim();
