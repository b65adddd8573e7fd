/** What lies in a data folder. Everything else in it is the program's own scratch and may be removed while no desk runs. */
export const STORE_FILE = 'store.db'
export const BODIES_FOLDER = 'bodies'
/** Files that a page handed over, until they are imported. */
export const INCOMING_FOLDER = 'incoming'
/** Left by a restore until the store is first opened: what the desk did after the backup, others may have seen. */
export const RESTORED_MARK = 'restored'
/** The training office's own stores, of which no file belongs to the real one. */
export const TRAINING_FOLDER = 'training'
