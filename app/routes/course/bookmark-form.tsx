import { Form } from 'react-router'
import { Button } from '#app/ui/button.tsx'
import { Icon } from '#app/ui/icon.tsx'

/** Puts a bookmark on the lesson, or takes it away. */
export function BookmarkForm({ bookmarked }: { bookmarked: boolean }) {
	return (
		<Form method="post" className="bookmark no-print" preventScrollReset>
			<input type="hidden" name="intent" value="bookmark" />
			<Button small variant={bookmarked ? 'plain' : 'quiet'} name="marque" value={bookmarked ? 'non' : 'oui'}>
				<span className={bookmarked ? 'bookmark-icon bookmark-set' : 'bookmark-icon'}>
					<Icon name="retain" />
				</span>
				{bookmarked ? 'Retirer le marque-page' : 'Ajouter un marque-page'}
			</Button>
		</Form>
	)
}
