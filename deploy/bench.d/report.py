def page(result): return ""
