import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'

/** Where `npm run pdf` writes, and the site reads. */
const FOLDER = 'build/pdf'

/** The name of a part's PDF: its number first, so that a folder of them is in order. */
export function pdfName({ number, slug }: { number: number; slug: string }): string {
	return `${String(number).padStart(2, '0')}-${slug}.pdf`
}

/** The PDF of a part, or null while none was made. */
export async function findPdf(part: {
	number: number
	slug: string
}): Promise<{ path: string; bytes: number } | null> {
	const path = resolve(FOLDER, pdfName(part))
	const found = await stat(path).catch(() => null)
	return found?.isFile() ? { path, bytes: found.size } : null
}
