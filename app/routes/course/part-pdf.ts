import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { findPart } from '#app/course/course.server.ts'
import { findPdf, pdfName } from '#app/course/part-pdf.server.ts'
import type { Route } from './+types/part-pdf'

/** A part as a PDF, made beforehand. */
export async function loader({ params }: Route.LoaderArgs) {
	const part = findPart(params.part)
	const pdf = await findPdf(part)
	if (!pdf) {
		throw new Response('Le PDF de cette partie n’a pas été produit. Sa version à imprimer est en ligne.', {
			status: 404,
		})
	}
	return new Response(Readable.toWeb(createReadStream(pdf.path)) as ReadableStream, {
		headers: {
			'Content-Type': 'application/pdf',
			'Content-Length': String(pdf.bytes),
			'Content-Disposition': `inline; filename="filiere-${pdfName(part)}"`,
			'Cache-Control': 'no-cache',
		},
	})
}
