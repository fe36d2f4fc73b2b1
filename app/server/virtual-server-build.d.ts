declare module 'virtual:react-router/server-build' {
	const build: import('react-router').ServerBuild
	export const entry: typeof build.entry
	export const routes: typeof build.routes
	export const assets: typeof build.assets
	export const publicPath: typeof build.publicPath
	export const assetsBuildDirectory: typeof build.assetsBuildDirectory
	export const future: typeof build.future
	export const ssr: typeof build.ssr
	export const isSpaMode: typeof build.isSpaMode
	export const prerender: typeof build.prerender
	export const routeDiscovery: typeof build.routeDiscovery
}
