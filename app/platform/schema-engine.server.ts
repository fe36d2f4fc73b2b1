import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import type { Database } from './db.server.ts'

type Bindings = typeof import('@prisma/schema-engine-wasm') & {
	__wbg_set_wasm(exports: WebAssembly.Exports): void
}

let bindings: Promise<Bindings> | undefined

/**
 * Runs `use` with Prisma's schema engine over an open database. It is the engine
 * that the `prisma` CLI downloads as a binary, here as WebAssembly from the registry.
 * The package's own entry imports the .wasm as a module, which Node does not do
 * without a flag: it is instantiated by hand.
 */
export async function withSchemaEngine<T>(
	database: Database,
	datamodel: string,
	use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
	bindings ??= instantiate()
	const { SchemaEngine } = await bindings
	const { factory, disconnect } = disconnectable(database.factory)
	const engine = await SchemaEngine.new(
		{ datamodels: [['schema.prisma', datamodel]] },
		() => {},
		bindMigrationAwareSqlAdapterFactory(factory),
	)
	try {
		return await use(engine)
	} finally {
		engine.free()
		await disconnect()
	}
}

/**
 * The engine leaves its connections open, and with them PostgreSQL's advisory lock
 * on migrations: the next process to start would wait for it in vain.
 */
function disconnectable(factory: Database['factory']) {
	const opened: Array<SqlDriverAdapter> = []
	return {
		factory: {
			provider: factory.provider,
			adapterName: factory.adapterName,
			connectToShadowDb: () => factory.connectToShadowDb(),
			async connect() {
				const adapter = await factory.connect()
				opened.push(adapter)
				return adapter
			},
		},
		async disconnect() {
			for (const adapter of opened) await adapter.dispose()
		},
	}
}

async function instantiate(): Promise<Bindings> {
	const module = '@prisma/schema-engine-wasm/schema_engine_bg'
	const bg: Bindings = await import(/* @vite-ignore */ module)
	const js = createRequire(import.meta.url).resolve(module)
	const { instance } = await WebAssembly.instantiate(await readFile(js.replace(/\.js$/, '.wasm')), {
		'./schema_engine_bg.js': bg as unknown as WebAssembly.ModuleImports,
	})
	bg.__wbg_set_wasm(instance.exports)
	;(instance.exports.__wbindgen_start as () => void)()
	return bg
}
