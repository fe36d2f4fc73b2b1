declare module 'virtual:course' {
	const course: import('./course.ts').Course
	export default course
}
