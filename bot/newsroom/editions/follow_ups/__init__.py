"""What goes on: recognises reports about told stories, and tells outcomes from what was told before."""
