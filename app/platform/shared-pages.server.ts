import { PageCache } from './page-cache.server.ts'

/** Room for some hundred pages of the course, each in three encodings. */
const MAX_BYTES = 64 * 1024 * 1024

/** The pages that are the same for every anonymous visitor. */
export const sharedPages = new PageCache(MAX_BYTES)
