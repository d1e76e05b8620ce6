"""Reading: what each person has read, read receipts, and drafts."""
