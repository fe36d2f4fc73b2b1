/** Has the browser keep what is read, once the page itself has all it needs. */
export function registerServiceWorker(): void {
	if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
	const register = () => {
		// Refused by a private window or a full disk: the site works as before.
		navigator.serviceWorker.register('/service-worker.js').catch(() => {})
	}
	if (document.readyState === 'complete') register()
	else addEventListener('load', register, { once: true })
}
