declare module 'virtual:search-documents' {
	const documents: Array<import('./search-document.ts').SearchDocument>
	export default documents
}
