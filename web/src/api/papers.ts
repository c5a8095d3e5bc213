import { post } from './client';

interface Paper { text: string; signature: string }

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A paper that the office has signed, as two files: its text and the signature beside it. */
export async function fetchPaper(path: string, name: string): Promise<void> {
  const paper = await post<Paper>(path, {});
  save(`${name}.json`, paper.text);
  save(`${name}.sig`, paper.signature);
}
