"""Is this the same young person? What was sought and asked, what people judged of two records, and what that links."""
